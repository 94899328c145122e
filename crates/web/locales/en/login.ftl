# Log-in, my account, users and roles.

login-title = Log in
login-name = Log-in name
login-password = Password
login-password-once = Password for once (type it again)
login-code = Code
login-code-hint = Only if you turned on codes on your telephone; otherwise leave it empty.
login-wrong = The log-in name, the password or the code is wrong. Check the keyboard and Caps Lock, and type them again.
login-wait = Wrong too often. Wait { $shown } seconds and try again.
login-once = This password works only once. Type it again and choose a new one of your own.
login-or = or
login-passkey = Log in with a passkey
login-passkey-hint = Unlock your device by fingerprint, face or PIN; no password is needed. The log-in name may stay empty.
login-passkey-wrong = This passkey does not open here: it may be removed, or made for another address. Choose another one, or log in with the password.
login-kept = Your session was over. What you sent is kept: log in, then send it again with one button. Passwords and files must be given again.
login-over = Your session was over and the file was not taken. Log in and send the file again.
login-lost = Forgot the password, lost the telephone or a passkey? Ask the administrator of your unit for a password for once.
login-again-title = You are logged in
login-again-lead = What you typed before the session was over is still here and not sent yet. Send it now?
login-again-send = Send what I typed
login-again-drop = Drop it
logout = Log out
cancel = Cancel

account-title = My account
account-of = Account: { $name }
account-roles = Roles today
account-no-roles = You have no role today. Ask the administrator for one.
account-device-unknown = Unknown device
account-done-password = The password is changed. Your other sessions are logged out.
account-done-codes = Codes are on. From the next log-in on, type the code of your telephone, too.
account-done-passkey = The passkey is added. From now on you can log in with it.
account-done-passkey-end = The passkey is removed: it opens nothing any more. Delete it on the device, too.
account-done-codes-end = Codes are off.

password-title = Change the password
password-present = Present password
password-new = New password
password-hint = At least 10 letters. Four or five words together are easy to keep and hard to guess.
password-change = Change the password

codes-title = Codes on the telephone
codes-on = On: every log-in needs the password and the six digits on your telephone.
codes-off = Off. When they are on, somebody who knows your password cannot log in without your telephone.
codes-begin = Turn codes on
codes-end = Turn codes off
codes-step-program = Open a program for codes on your telephone (any that follows the TOTP standard).
codes-step-picture = Scan this picture.
codes-picture = QR code that adds Chung Tay to a program for codes
codes-by-hand = Cannot scan? Type this:
codes-step-type = Type the six digits that the telephone shows now.
codes-code = Code on the telephone
codes-confirm = Confirm and turn on
codes-wrong = The code is wrong; codes are not on. Check the clock of the telephone and begin again.

passkeys-title = Passkeys
passkeys-lead = Log in by the fingerprint, face or PIN of your telephone or computer, without a password to remember. The key stays in the device and works on this site only, so nobody can trick you out of it. The password goes on working.
passkeys-none = No passkey yet.
passkey-added = added { $name }
passkey-used = last used { $name }
passkey-unused = never used
passkey-end = Remove
passkey-end-named = Remove the passkey { $name }
passkey-name = A name to know the device by
passkey-name-hint = Such as: my telephone, computer in the meeting room. Add none on a computer that others use.
passkeys-begin = Add a passkey
passkeys-needs = To add a passkey, open this page at { $name } in a recent browser with JavaScript.
passkeys-nowhere = No passkey can be added here: the server needs a name, such as https://chungtay.example.vn; a number such as 127.0.0.1 does not do. Tell whoever runs the server.
passkeys-make = Make a passkey
passkeys-make-lead = Press the button and do what the device asks for: fingerprint, face or PIN.
passkeys-make-do = Make a key on this device
passkeys-failed = The device did not finish, or you cancelled. Press the button again; if it stays so, look at the screen lock of the device.
passkeys-known = This device has a passkey of yours already.
passkeys-script = Making a passkey needs JavaScript.

sessions-title = Sessions
sessions-lead = A session is over after 12 hours without use, or after 7 days.
session-this = this session
session-began = since { $name }
session-seen = last used { $name }
session-end = Log this session out

users-title = Users
users-lead = Who has which role, where, since when. Every role that is given or ended stands in the audit log.
users-find = Find by name or log-in name
users-found = { $n ->
    [one] { $shown } user
   *[other] { $shown } users
}
user-add = Add a user
user-name = Name
user-login-hint = Letters without marks, digits, dots, hyphens, such as lan.nguyen.
user-roles = Roles
user-no-roles = No role yet: this user can log in and see nothing.
once-title = Password for once
once-lead = Hand it over in person or read it out by telephone. It is shown only now; whoever uses it must choose a password of their own.
grant-title = Give a role
grant-find = Find a place
grant-find-hint = Name or code of a province or commune, or the name of a village; no marks needed.
grant-find-first = Find a place above first.
grant-place = Place
grant-role = Role
grant-choose = Choose a role
grant-from = From
grant-until = Until the end of (may stay empty)
grant-hint = Nobody gives a role to themselves. Who surveys may not recognise results, too.
grant-give = Give the role
grant-incomplete = Something is missing: find and choose a place, choose a role and the first day.
grant-end = End this role
grant-end-reason = Reason (for the audit log)
grant-end-now = End it now
reset-title = Password forgotten, telephone lost
reset-lead = Give a password for once. All sessions, codes and passkeys of this user stop working; passkeys are added anew by the user.
reset-do = Give a password for once

area-everywhere = The whole country
area-village = A village

role-surveyor = Surveyor
role-commune_officer = Commune officer
role-commune_leader = Chair or vice chair of the commune
role-department_officer = Department officer
role-program_leader = Programme leader
role-front_officer = Officer of the Fatherland Front
role-inspector = Inspector
role-partner = Partner
role-auditor = Auditor
role-administrator = Administrator
