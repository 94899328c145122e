demo-label = Bản thử: mọi người, mọi hộ, mọi số liệu ở đây đều được bịa ra.
