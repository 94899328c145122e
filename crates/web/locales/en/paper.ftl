# Paper forms printed from the field board.
paper-blank = Print a blank form (PDF)
paper-of-list = Print the forms of the list (PDF)
paper-busy = The server is printing for somebody else. Wait a minute and print again.
paper-other-packs = It cannot be printed: the law packs of this server are not those of the campaign. Ask an administrator to start the server with the packs of the campaign.
