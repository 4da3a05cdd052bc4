"""Messages to people: by mail where a server is set, else into a folder where the one who runs it finds them."""

from footpath.delivery.letters import letter
from footpath.delivery.mail import Fate, Mail, Message

__all__ = ["Fate", "Mail", "Message", "letter"]
