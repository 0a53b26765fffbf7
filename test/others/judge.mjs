/**
 * Sorts the results of somebody else's tests. A result is `{test, outcome, said}`, whose outcome is passed, failed or
 * skipped. A difference is `{test, said, reason}`: two regular expressions, of which one can be absent, and why a test
 * that matches them fails.
 */
const REFUSED = /is not emulated by apikit|NotImplementedException|\b501\b/;

export function judge(results, differences) {
  const rules = differences.map(({ test, said, reason }) => ({
    reason,
    matches: (result) => new RegExp(test ?? '').test(result.test) && new RegExp(said ?? '').test(result.said),
    count: 0,
  }));
  const of = (outcome) => results.filter((result) => result.outcome === outcome);
  const open = [];
  let refused = 0;
  for (const result of of('failed')) {
    const rule = rules.find(({ matches }) => matches(result));
    if (REFUSED.test(result.said)) refused += 1;
    else if (rule) rule.count += 1;
    else open.push(result);
  }
  const used = rules.filter(({ count }) => count > 0);
  return {
    tests: results.length,
    passed: of('passed').length,
    refused,
    differs: used.reduce((sum, { count }) => sum + count, 0),
    skipped: of('skipped').length,
    reasons: used.map(({ reason, count }) => ({ reason, count })),
    open,
    unused: rules.filter(({ count }) => count === 0),
  };
}
