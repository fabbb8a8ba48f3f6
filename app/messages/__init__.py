"""Messages to those whom the board asks: worded here, sent over SMTP where a mail server is set."""
