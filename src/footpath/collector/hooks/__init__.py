"""Webhook presets: one file for each sender whose webhooks are known."""
