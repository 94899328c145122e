refusal-not-yours = This is not in your area
refusal-not-yours-do = No role of yours permits seeing or doing this here. If you need it, ask the administrator for a role.
refusal-no-database = The database cannot be reached
refusal-no-database-do = Try again in a few minutes. What you typed is still on the page before (Back). If it does not come back, tell whoever looks after the server.
