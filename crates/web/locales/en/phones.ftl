# What phones of surveyors are told.
phone-not-let-in = This phone may not send forms any more, or the role of a surveyor has ended. The forms are still in the phone: ask the officer of the commune.
phone-log-in = Name and password of the phone are needed, as the officer of the commune gave them.
phone-not-here = The server has no such campaign or form for this phone. Load the list of forms again, or scan the settings code again.
phone-later = The server is busy or cannot open its data. The form is still in the phone: send it again in a few minutes.
phone-unreadable = What was sent cannot be read. The form is still in the phone: send it again; if that does not help, tell the officer of the commune.
phone-too-large = What was sent is too large. Take smaller photographs and send it again.
phone-no-form = What was sent is no form that can be read. The server kept a copy for the officer; do not delete the form in the phone.
phone-no-number = The form has no number, or does not say which form it is. The server kept a copy for the officer; do not delete the form in the phone.
phone-encrypted = The form is encrypted with a key that the server does not have. Turn the encryption of forms off in the app and send it again.
phone-file-name = The name of an attached file cannot be used. Choose the photograph again in the form and send it again.
phone-form-differs = The server has a form with this number and other content. Both are kept; the officer of the commune will look at them.
phone-file-differs = The server has an attached file of this name with other content. Both are kept; the officer of the commune will look at them.
phone-stored = Stored on the server at
phone-stored-partly = The form is here; photographs or other files are still missing. Stored on the server at
phone-member = { $name } – born { $born }
phone-recheck = { $name } (re-check)
phone-code-wrong = The code is wrong, was used already, or is older than 30 minutes.
