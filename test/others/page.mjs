/** Writes docs/others.md from the counts of the last run of each suite. */

const HEAD = `# The embedded cloud, judged by others

\`npm run test:others\` writes this page; do not edit it. It plays tests that other people wrote against an embedded cloud, uses the
cloud with other clients, and uses apikit with other emulators. A failed test is *refused by name* if the embedded cloud answers that it
does not have something. It *differs* if \`test/others/differences\` has the reason. Otherwise it is *open*.

| suite | tests | passed | refused by name | differs with a reason | open | skipped by the suite |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
`;

export function othersPage(suites, counts) {
  const known = suites.filter(({ name }) => counts[name] !== undefined);
  const rows = known.map(({ name }) => {
    const { tests, passed, refused, differs, open, skipped } = counts[name];
    return `| [${name}](#${name}) | ${[tests, passed, refused, differs, open.length, skipped].join(' | ')} |\n`;
  });
  return HEAD + rows.join('') + known.map((suite) => section(suite, counts[suite.name])).join('');
}

function section({ name, about }, { reasons, open }) {
  const lines = [`\n## ${name}\n`, about];
  if (reasons.length > 0) {
    lines.push(
      '\n| tests | why they differ |\n| ---: | --- |',
      ...reasons.map(({ reason, count }) => `| ${count} | ${reason} |`),
    );
  }
  if (open.length > 0) lines.push('\nOpen:\n', ...open.map((test) => `- \`${test}\``));
  return `${lines.join('\n')}\n`;
}
