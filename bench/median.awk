# What the pages of bench/compare and bench/journal_files sum up with, put before their own rules: mawk takes a program from the
# command line or from files, not both.

# In place, values[1] to values[n], ascending.
function sort(values, n,   i, j, held) {
  for (i = 2; i <= n; i++) {
    held = values[i]
    for (j = i - 1; j > 0 && values[j] > held; j--) values[j + 1] = values[j]
    values[j + 1] = held
  }
}

# Of sorted values.
function median(values, n) { return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2 }
