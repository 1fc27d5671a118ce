/* Stands between a process and its disk: records every change below one folder, and fails on demand.
 *
 * SHIM_ROOT   folder whose files are watched (absolute, no symbolic links)
 * SHIM_TRACE  file that gets the records; SHIM_ACK file whose writes are recorded as acknowledgements
 *
 * Record (little endian): u8 op, i32 fd, i64 a, i64 b, u32 n1, u32 n2, n1 bytes, n2 bytes.
 * shim_arm(n, count, error, kinds) makes `count` changes fail from the n-th on (1 = write, 2 = sync, 4 = name).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FD 4096
enum { OPEN = 'O', CLOSE = 'C', WRITE = 'W', TRUNCATE = 'T', SYNC = 'S', RENAME = 'R', LINK = 'L',
       UNLINK = 'U', MKDIR = 'M', RMDIR = 'D', ACK = 'A' };
enum { FAIL_WRITE = 1, FAIL_SYNC = 2, FAIL_NAME = 4 };

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char root[PATH_MAX], ack[PATH_MAX], *fd_path[MAX_FD];
static char fd_kind[MAX_FD]; /* 0 not watched, 1 below the root, 2 the acknowledgement file */
static int trace_fd = -1;
static long fail_at, fail_count, fail_kinds, changes;
static int fail_errno;

static void setup(void) __attribute__((constructor));
static void setup(void) {
    const char *r = getenv("SHIM_ROOT"), *t = getenv("SHIM_TRACE"), *a = getenv("SHIM_ACK");
    if (!r || trace_fd >= 0) return;
    snprintf(root, sizeof root, "%s", r);
    snprintf(ack, sizeof ack, "%s", a ? a : "");
    trace_fd = t ? (int)syscall(SYS_openat, AT_FDCWD, t, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

static void put(char op, int fd, int64_t a, int64_t b, const void *d1, uint32_t n1, const void *d2, uint32_t n2) {
    char head[29];
    int32_t f = fd;
    if (trace_fd < 0) return;
    head[0] = op;
    memcpy(head + 1, &f, 4); memcpy(head + 5, &a, 8); memcpy(head + 13, &b, 8);
    memcpy(head + 21, &n1, 4); memcpy(head + 25, &n2, 4);
    struct iovec v[3] = {{head, 29}, {(void *)d1, n1}, {(void *)d2, n2}};
    if (syscall(SYS_writev, trace_fd, v, 3) != (long)(29 + n1 + n2)) abort();
}
static void put_paths(char op, int fd, int64_t a, int64_t b, const char *p, const char *q) {
    put(op, fd, a, b, p, (uint32_t)strlen(p), q, q ? (uint32_t)strlen(q) : 0);
}

static void absolute(int dir, const char *path, char *out) {
    char base[PATH_MAX] = "";
    if (path[0] == '/') snprintf(out, PATH_MAX, "%s", path);
    else {
        if (dir != AT_FDCWD && dir >= 0 && dir < MAX_FD && fd_path[dir]) snprintf(base, PATH_MAX, "%s", fd_path[dir]);
        else if (!getcwd(base, sizeof base)) base[0] = 0;
        if ((size_t)snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) out[0] = 0;
    }
    for (size_t n = strlen(out); n > 1 && out[n - 1] == '/'; n--) out[n - 1] = 0;
}
static int below(const char *p) {
    size_t n = strlen(root);
    return n && strncmp(p, root, n) == 0 && (p[n] == '/' || p[n] == 0);
}
static int kind_of(const char *p) { return below(p) ? 1 : (ack[0] && strcmp(p, ack) == 0) ? 2 : 0; }
static int watched(int fd) { return fd >= 0 && fd < MAX_FD ? fd_kind[fd] : 0; }

/* True when this change must fail; counted over the kinds that are armed. */
static int fails(int kind) {
    int hit = 0;
    if (fail_kinds & kind) { changes++; hit = changes >= fail_at && changes < fail_at + fail_count; }
    if (hit) errno = fail_errno;
    return hit;
}
void shim_arm(long at, long count, int error, long kinds) {
    pthread_mutex_lock(&lock);
    fail_at = at; fail_count = count; fail_errno = error; fail_kinds = kinds; changes = 0;
    pthread_mutex_unlock(&lock);
}
long shim_changes(void) { return changes; }

#define REAL(name) ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })
#define ENTER pthread_mutex_lock(&lock)
#define LEAVE do { int kept = errno; pthread_mutex_unlock(&lock); errno = kept; } while (0)

static int open_at(int dir, const char *path, int flags, mode_t mode) {
    char p[PATH_MAX];
    struct stat st;
    setup();
    absolute(dir, path, p);
    int kind = kind_of(p), made = 0, fd = -1;
    if (!kind) return (int)syscall(SYS_openat, dir, path, flags, mode);
    ENTER;
    if (flags & O_CREAT) made = syscall(SYS_newfstatat, AT_FDCWD, p, &st, AT_SYMLINK_NOFOLLOW) != 0;
    if (!(kind == 1 && made && fails(FAIL_NAME))) fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && fd < MAX_FD) {
        fd_kind[fd] = (char)kind;
        free(fd_path[fd]);
        fd_path[fd] = strdup(p);
        if (kind == 1) put_paths(OPEN, fd, made, flags & O_TRUNC ? 1 : 0, p, NULL);
    }
    LEAVE;
    return fd;
}
#define MODE_ARG mode_t mode = 0; if (flags & (O_CREAT | __O_TMPFILE)) { va_list ap; va_start(ap, flags); mode = (mode_t)va_arg(ap, int); va_end(ap); }
int open(const char *path, int flags, ...) { MODE_ARG return open_at(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_ARG return open_at(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE_ARG return open_at(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE_ARG return open_at(dir, path, flags, mode); }
int creat(const char *path, mode_t mode) { return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
    ENTER;
    if (watched(fd) == 1) put(CLOSE, fd, 0, 0, NULL, 0, NULL, 0);
    if (fd >= 0 && fd < MAX_FD) fd_kind[fd] = 0;
    int r = (int)syscall(SYS_close, fd);
    LEAVE;
    return r;
}

static ssize_t write_at(int fd, const void *d, size_t n, off_t at, int positioned) {
    ENTER;
    int kind = watched(fd);
    off_t where = at;
    ssize_t r = -1;
    if (kind == 1 && !positioned)
        where = syscall(SYS_lseek, fd, 0, (fcntl(fd, F_GETFL) & O_APPEND) ? SEEK_END : SEEK_CUR);
    if (!(kind == 1 && fails(FAIL_WRITE)))
        r = positioned ? syscall(SYS_pwrite64, fd, d, n, at) : syscall(SYS_write, fd, d, n);
    if (r > 0 && kind == 1) put(WRITE, fd, where, 0, d, (uint32_t)r, NULL, 0);
    if (r > 0 && kind == 2) put(ACK, fd, 0, 0, d, (uint32_t)r, NULL, 0);
    LEAVE;
    return r;
}
ssize_t write(int fd, const void *d, size_t n) {
    return watched(fd) ? write_at(fd, d, n, 0, 0) : syscall(SYS_write, fd, d, n);
}
ssize_t pwrite(int fd, const void *d, size_t n, off_t at) {
    return watched(fd) ? write_at(fd, d, n, at, 1) : syscall(SYS_pwrite64, fd, d, n, at);
}
ssize_t pwrite64(int fd, const void *d, size_t n, off64_t at) { return pwrite(fd, d, n, at); }

static ssize_t vector(int fd, const struct iovec *v, int count, off_t at, int positioned) {
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t r = write_at(fd, v[i].iov_base, v[i].iov_len, at + total, positioned);
        if (r < 0) return total ? total : r;
        total += r;
        if ((size_t)r < v[i].iov_len) break;
    }
    return total;
}
ssize_t writev(int fd, const struct iovec *v, int n) {
    return watched(fd) ? vector(fd, v, n, 0, 0) : syscall(SYS_writev, fd, v, n);
}
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) {
    return watched(fd) ? vector(fd, v, n, at, 1) : REAL(pwritev)(fd, v, n, at);
}
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t at) { return pwritev(fd, v, n, at); }
/* Shortcuts the records cannot see are refused; callers fall back to read and write. */
ssize_t sendfile(int out, int in, off_t *at, size_t n) {
    if (watched(out)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, out, in, at, n);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t n) { return sendfile(out, in, at, n); }
ssize_t copy_file_range(int in, off64_t *a, int out, off64_t *b, size_t n, unsigned flags) {
    if (watched(out)) { errno = EINVAL; return -1; }
    return syscall(SYS_copy_file_range, in, a, out, b, n, flags);
}

int ftruncate(int fd, off_t n) {
    ENTER;
    int w = watched(fd) == 1, r = -1;
    if (!(w && fails(FAIL_WRITE))) r = (int)syscall(SYS_ftruncate, fd, n);
    if (w && r == 0) put(TRUNCATE, fd, n, 0, NULL, 0, NULL, 0);
    LEAVE;
    return r;
}
int ftruncate64(int fd, off64_t n) { return ftruncate(fd, n); }
int posix_fallocate(int fd, off_t at, off_t n) { return watched(fd) ? EOPNOTSUPP : REAL(posix_fallocate)(fd, at, n); }
int posix_fallocate64(int fd, off64_t at, off64_t n) { return posix_fallocate(fd, at, n); }

static int sync_fd(int fd, long call) {
    ENTER;
    int w = watched(fd) == 1, r = -1;
    if (!(w && fails(FAIL_SYNC))) r = w ? 0 : (int)syscall(call, fd); /* the simulated disk keeps it */
    if (w && r == 0) put(SYNC, fd, 0, 0, NULL, 0, NULL, 0);
    LEAVE;
    return r;
}
int fsync(int fd) { return sync_fd(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_fd(fd, SYS_fdatasync); }

static int two_names(char op, int da, const char *a, int db, const char *b, unsigned flags, long call) {
    char p[PATH_MAX], q[PATH_MAX];
    setup();
    absolute(da, a, p); absolute(db, b, q);
    if (!below(p) && !below(q)) return (int)syscall(call, da, a, db, b, flags);
    ENTER;
    int r = fails(FAIL_NAME) ? -1 : (int)syscall(call, da, a, db, b, flags);
    if (r == 0) put_paths(op, -1, 0, 0, p, q);
    LEAVE;
    return r;
}
int rename(const char *a, const char *b) { return two_names(RENAME, AT_FDCWD, a, AT_FDCWD, b, 0, SYS_renameat2); }
int renameat(int da, const char *a, int db, const char *b) { return two_names(RENAME, da, a, db, b, 0, SYS_renameat2); }
int renameat2(int da, const char *a, int db, const char *b, unsigned f) { return two_names(RENAME, da, a, db, b, f, SYS_renameat2); }
int link(const char *a, const char *b) { return two_names(LINK, AT_FDCWD, a, AT_FDCWD, b, 0, SYS_linkat); }
int linkat(int da, const char *a, int db, const char *b, int f) { return two_names(LINK, da, a, db, b, (unsigned)f, SYS_linkat); }

static int one_name(char op, int dir, const char *a, long arg, long call) {
    char p[PATH_MAX];
    setup();
    absolute(dir, a, p);
    if (!below(p)) return (int)syscall(call, dir, a, arg);
    ENTER;
    int r = (op == MKDIR && fails(FAIL_NAME)) ? -1 : (int)syscall(call, dir, a, arg);
    if (r == 0) put_paths(op, -1, 0, 0, p, NULL);
    LEAVE;
    return r;
}
int unlink(const char *a) { return one_name(UNLINK, AT_FDCWD, a, 0, SYS_unlinkat); }
int unlinkat(int d, const char *a, int f) { return one_name(f & AT_REMOVEDIR ? RMDIR : UNLINK, d, a, f, SYS_unlinkat); }
int rmdir(const char *a) { return one_name(RMDIR, AT_FDCWD, a, AT_REMOVEDIR, SYS_unlinkat); }
int remove(const char *a) { return unlink(a) == 0 ? 0 : errno == EISDIR ? rmdir(a) : -1; }
int mkdir(const char *a, mode_t m) { return one_name(MKDIR, AT_FDCWD, a, (long)m, SYS_mkdirat); }
int mkdirat(int d, const char *a, mode_t m) { return one_name(MKDIR, d, a, (long)m, SYS_mkdirat); }
