"""Faces and hearts, which mean the same in every language and which one of the encoders cannot see.

Only signs whose feeling is plain are listed; 😂 😭 😱 🙏 🔥 go either way and are left out.
"""

import re

_GLAD = "😀😃😄😁😆😊🙂☺😍🥰😘😻😸🤩🥳😎🤗😇😋😌😉❤♥🧡💛💚💙💜🤎🖤💖💗💕💓💞💘💝👍👏🙌👌💪🎉🎊✨⭐🌟💯🏆✅"
_SAD = "😠😡🤬😤😒😞😔😟🙁☹😣😖😫😢😥😰😓😿😾😑😕🙄👎💔🤮🤢🖕💩👿😩🤦❌"
_MOODS = {**dict.fromkeys(_GLAD, 1), **dict.fromkeys(_SAD, -1)}
_SMILEY = re.compile(r"(?<!\w)(?::-?[)\]D]|=[)\]D]|;-?\)|<3|\^_?\^|xD)(?!\w)")
_FROWN = re.compile(r"(?<!\w)(?::-?[(\[]|=[(\[]|:'-?\(|:-?/|>:\(|D:|T_T|-_-)(?!\w|/)")


def signs(text: str) -> tuple[int, int]:
    """Count (glad, sad) emoji and emoticons of a text."""
    found = [_MOODS[letter] for letter in text if letter in _MOODS]
    return found.count(1) + len(_SMILEY.findall(text)), found.count(-1) + len(_FROWN.findall(text))
