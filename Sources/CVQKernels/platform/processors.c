// Counts the processors that this process may use.
//
// Dispatch considers only the affinity mask. In a container with a CPU quota it would start more
// threads than the quota allows, and the operating system would then stop all of them for part of
// each period.

#if defined(__linux__)
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include <sched.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../include/CVQKernels.h"

enum { PATH_CAPACITY = 4096 };

static size_t rounded_up(double quota, double period) {
  if (!(quota > 0) || !(period > 0)) return 0;
  double processors = quota / period;
  size_t whole = (size_t)processors;
  return (double)whole < processors ? whole + 1 : whole;
}

// Reads the number in a file; 0 if there is none.
static double number_in(const char *folder, const char *name) {
  char path[PATH_CAPACITY];
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return 0;
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  double number = 0;
  if (fscanf(file, "%lf", &number) != 1) number = 0;
  fclose(file);
  return number;
}

// Returns the quota of one cgroup; 0 if it sets none ("max" in version 2, -1 in version 1).
static size_t quota_of(const char *folder) {
  char path[PATH_CAPACITY];
  if (snprintf(path, sizeof path, "%s/cpu.max", folder) >= (int)sizeof path) return 0;
  FILE *file = fopen(path, "re");
  if (file) {
    double quota = 0, period = 0;
    int found = fscanf(file, "%lf %lf", &quota, &period);
    fclose(file);
    return found == 2 ? rounded_up(quota, period) : 0;
  }
  return rounded_up(number_in(folder, "cpu.cfs_quota_us"), number_in(folder, "cpu.cfs_period_us"));
}

static size_t tighter(size_t a, size_t b) { return a == 0 ? b : b == 0 || a < b ? a : b; }

// Returns the smallest quota from `folder` up to and including the folder whose path has
// `root_length` characters.
static size_t quota_up_from(char *folder, size_t root_length) {
  size_t quota = 0;
  for (;;) {
    quota = tighter(quota, quota_of(folder));
    char *last = strrchr(folder, '/');
    if (strlen(folder) <= root_length || !last) return quota;
    *last = '\0';
  }
}

// Returns whether the comma-separated `list` of controllers contains "cpu".
static bool names_cpu(const char *list) {
  for (const char *word = list; word; word = strchr(word, ',')) {
    if (*word == ',') word++;
    if (strncmp(word, "cpu", 3) == 0 && (word[3] == ',' || word[3] == '\0')) return true;
  }
  return false;
}

size_t vqk_cgroup_quota(const char *membership, const char *mount) {
  FILE *file = fopen(membership, "re");
  if (!file) return 0;

  // Each line has the form id:controllers:/path. Version 2 has a single line, 0::/path.
  size_t quota = 0;
  char line[PATH_CAPACITY];
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = '\0';
    char *controllers = strchr(line, ':');
    char *path = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!path) continue;
    *controllers++ = '\0';
    *path++ = '\0';

    const char *hierarchy = *controllers == '\0' ? "" : "/cpu";
    if (*controllers != '\0' && !names_cpu(controllers)) continue;

    char folder[2 * PATH_CAPACITY];
    int root_length = snprintf(folder, sizeof folder, "%s%s", mount, hierarchy);
    if (root_length < 0 || (size_t)root_length + strlen(path) >= sizeof folder) continue;
    // Inside a container the path is often that of the host, which is not mounted. The group
    // mounted at the root is then the container's own, and the walk ends there.
    strcpy(folder + root_length, strcmp(path, "/") == 0 ? "" : path);
    quota = tighter(quota, quota_up_from(folder, (size_t)root_length));
  }
  fclose(file);
  return quota;
}

static size_t affinity_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return (size_t)CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (size_t)online : 1;
}

size_t vqk_processor_count(void) {
  size_t processors = affinity_count();
  size_t quota = vqk_cgroup_quota("/proc/self/cgroup", "/sys/fs/cgroup");
  size_t usable = tighter(processors, quota);
  return usable > 0 ? usable : 1;
}
