/* Counts the instructions that a guest of QEMU executes: a measure that does not depend on the
   clock. A plugin for QEMU's TCG, API version 1 (QEMU 4.2 to 9):

     cc -shared -fPIC -O2 -o libicount.so icount.c
     ICOUNT_OUT=count.txt qemu-system-arm -plugin file=./libicount.so ...

   The few declarations stand in for qemu-plugin.h, which distributions do not always package. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef uint64_t plugin_id;
struct block;
struct instruction;
extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct block *));
extern size_t qemu_plugin_tb_n_insns(const struct block *);
extern struct instruction *qemu_plugin_tb_get_insn(const struct block *, size_t);
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct instruction *, int op, void *ptr,
                                                       uint64_t imm);
extern void qemu_plugin_register_atexit_cb(plugin_id, void (*)(plugin_id, void *), void *);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

enum { INLINE_ADD_U64 = 0 };
static uint64_t count;

static void translated(plugin_id id, struct block *block) {
  (void)id;
  for (size_t i = 0, n = qemu_plugin_tb_n_insns(block); i < n; i++)
    qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_tb_get_insn(block, i), INLINE_ADD_U64,
                                               &count, 1);
}

static void ended(plugin_id id, void *data) {
  (void)id, (void)data;
  const char *name = getenv("ICOUNT_OUT");
  FILE *out = name ? fopen(name, "w") : stderr;
  if (!out) return;
  fprintf(out, "%llu\n", (unsigned long long)count);
  if (name) fclose(out);
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *info,
                                                               int argc, char **argv) {
  (void)info, (void)argc, (void)argv;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, ended, 0);
  return 0;
}
