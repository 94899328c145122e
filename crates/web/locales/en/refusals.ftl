refusal-not-yours = This is not in your area
refusal-not-yours-do = No role of yours permits seeing or doing this here. If you need it, ask the administrator for a role.
refusal-no-database = The database cannot be reached
refusal-no-database-do = Try again in a few minutes; there is nothing else to do at your machine. If it does not come back, tell whoever looks after the server.
refusal-no-room = The server cannot write
refusal-no-room-do = This was not recorded. The disk of the server may be full, or may only be read: tell whoever looks after the server at once.
refusal-kept = What you typed is still in this page, so do not close it (files must be chosen again). If you send it again and are told that somebody changed the same thing, look first: what you sent before may have been recorded.
refusal-kept-send = Send again what I typed
