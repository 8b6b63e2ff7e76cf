"""A mail with an HTML part, a DOCX file and a forwarded mail, as Python's email package writes it. Usage: make-mail.py FILE.docx"""

import sys
from email.message import EmailMessage
from email.policy import SMTP

forwarded = EmailMessage()
forwarded["From"] = "Jonas Weiß <jonas@weiss.example>"
forwarded["To"] = "sales@kontor.example"
forwarded["Subject"] = "Order 5512"
forwarded["Date"] = "Mon, 06 May 2024 08:15:00 +0200"
forwarded["Message-ID"] = "<1@weiss.example>"
forwarded.set_content("Please send 40 chairs to Hamburg, Speicherstraße 7.\n")

mail = EmailMessage()
mail["From"] = "Łukasz Kowalski <lukasz@kontor.example>"
mail["To"] = "Zoë Martin <zoe@kontor.example>, orders@kontor.example"
mail["Cc"] = "archive@kontor.example"
mail["Subject"] = "Fwd: Order 5512, 40 chairs – urgent"
mail["Date"] = "Tue, 07 May 2024 09:30:00 +0200"
mail["Message-ID"] = "<2@kontor.example>"
mail.set_content("Hello Zoë,\n\nthe order is worth 3,200 € and due on 21 May 2024.\n\nŁukasz\n")
mail.add_alternative("<p>Hello Zoë,</p><p>the order is worth <b>3,200 €</b> and due on 21 May 2024.</p><p>Łukasz</p>", subtype="html")
with open(sys.argv[1], "rb") as file:
    docx = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    mail.add_attachment(file.read(), maintype="application", subtype=docx, filename="Brief für Zoë.docx")
mail.add_attachment(forwarded)
mail.set_boundary("=-maaza-outer")
sys.stdout.buffer.write(mail.as_bytes(policy=SMTP))
