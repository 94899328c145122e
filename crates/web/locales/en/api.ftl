# The interface for programs (API)
api-log-in-do = Send the log-in name, the password and the code (if there is one) to /api/v1/session, then send the token that it answers as Authorization: Bearer.
