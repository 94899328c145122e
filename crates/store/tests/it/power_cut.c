/* A disk that forgets: of every file below POWER_CUT it keeps, beside it under the name FILE.on-disk, what was there at
   the last time the program waited for the disk. When the power is cut, only that is left. Preloaded into a program
   (LD_PRELOAD); the program knows nothing of it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void keep(int fd) {
  const char *below = getenv("POWER_CUT");
  char link[64], path[PATH_MAX], to[PATH_MAX + 16], making[PATH_MAX + 32], buffer[65536];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (!below || length <= 0) return;
  path[length] = 0;
  if (strncmp(path, below, strlen(below)) != 0) return;
  snprintf(to, sizeof to, "%s.on-disk", path);
  snprintf(making, sizeof making, "%s.%d", to, fd);
  int from = open(path, O_RDONLY | O_CLOEXEC);
  int out = open(making, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ssize_t n = 0;
  while (from >= 0 && out >= 0 && (n = read(from, buffer, sizeof buffer)) > 0)
    if (write(out, buffer, n) != n) break;
  if (from >= 0) close(from);
  if (out >= 0) close(out);
  if (n == 0) rename(making, to); else unlink(making);
}

int fsync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  int done = real(fd);
  if (done == 0) keep(fd);
  return done;
}

int fdatasync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  int done = real(fd);
  if (done == 0) keep(fd);
  return done;
}
