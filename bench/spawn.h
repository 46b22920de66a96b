// Starts a command with the descriptors given as its standard input and output. What hark_measure
// and hark_latency share.
#pragma once

#include <spawn.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace hark::bench {

// `command` ends with a null pointer. The child has the default action for SIGPIPE, whatever ours
// is. Every other descriptor must be close-on-exec. Returns -1 and sets errno if the command cannot
// be started.
inline pid_t start(char* const* command, int in, int out) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  if (in != STDIN_FILENO) posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
  if (out != STDOUT_FILENO) posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &pipe_signal);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = -1;
  const int error = posix_spawnp(&child, command[0], &files, &attributes, command, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error == 0) return child;
  errno = error;
  return -1;
}

}  // namespace hark::bench
