/** Checks `x-apikit` in operations, so that no setting is lost silently. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, listOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { isMappable } from '../model/parameters.ts';
import { parseCacheKey } from '../model/settings.ts';
import type { ReportFinding } from '../rules/report.ts';
import { checkMembers } from './known-members.ts';
import { lintIntegration } from './lint-integration.ts';

const MEMBERS = ['throttle', 'cache', 'timeout', 'integration', 'smoke', 'ignore'];

/**
 * The limits of API Gateway and its quotas (docs/aws/quotas.md), and of the time that a smoke test waits for a
 * response.
 */
const RANGES = {
  rate: { least: 0, most: 10_000 },
  burst: { least: 0, most: 10_000, whole: true },
  ttl: { least: 1, most: 3600, whole: true },
  timeout: { least: 0.05, most: 29 },
  maxLatency: { least: 1, most: 60_000, whole: true },
};

/** OpenAPI does not allow these headers as parameters. They can still be cache keys. */
const UNDECLARABLE = new Set(['accept', 'authorization', 'content-type']);

export function lintSettings(operations: readonly Operation[], report: ReportFinding): void {
  for (const operation of operations) {
    const settings = operation.written.operation['x-apikit'];
    if (settings !== undefined) lintOne(settings, operation, [...operation.at, 'x-apikit'], report);
  }
}

function lintOne(settings: unknown, operation: Operation, at: Path, report: ReportFinding): void {
  if (!checkMembers(settings, MEMBERS, at, 'x-apikit', report)) return;
  const { throttle, cache, timeout, integration, smoke } = settings;
  if (throttle !== undefined) lintThrottle(throttle, [...at, 'throttle'], report);
  if (cache !== undefined) lintCache(cache, operation, [...at, 'cache'], report);
  if (timeout !== undefined) lintNumber(timeout, 'timeout', at, 'x-apikit', report);
  if (integration !== undefined) lintIntegration(integration, operation, [...at, 'integration'], report);
  if (smoke !== undefined) lintSmoke(smoke, operation, [...at, 'smoke'], report);
}

function lintSmoke(smoke: unknown, { method }: Operation, at: Path, report: ReportFinding): void {
  if (smoke === false) return;
  if (method === 'OPTIONS') {
    report('settings-value', at, 'smoke is set for OPTIONS, but a smoke test does not send OPTIONS requests.', {
      fix: 'Remove it.',
      key: true,
    });
  }
  if (smoke === true) return;
  if (!isObject(smoke)) {
    const fix = 'Write true (its examples are safe to send), false (never send it), or { maxLatency: 800 } in ms.';
    report('settings-value', at, `smoke is ${JSON.stringify(smoke)}.`, { fix });
    return;
  }
  if (!checkMembers(smoke, ['maxLatency'], at, 'smoke', report)) return;
  if (smoke.maxLatency !== undefined) lintNumber(smoke.maxLatency, 'maxLatency', at, 'smoke', report);
}

function lintThrottle(throttle: unknown, at: Path, report: ReportFinding): void {
  if (!checkMembers(throttle, ['rate', 'burst'], at, 'throttle', report)) return;
  for (const name of ['rate', 'burst'] as const) {
    if (throttle[name] === undefined) {
      const fix = { fix: `Add ${name}:; API Gateway needs both rate and burst.`, key: true };
      report('settings-value', at, `throttle has no ${name}.`, fix);
    } else {
      lintNumber(throttle[name], name, at, 'throttle', report);
    }
  }
}

function lintCache(cache: unknown, operation: Operation, at: Path, report: ReportFinding): void {
  if (!checkMembers(cache, ['ttl', 'keys'], at, 'cache', report)) return;
  if (operation.method !== 'GET') {
    report('cache-method', at, `cache is set for ${operation.method} ${operation.path}.`, { key: true });
  }
  if (cache.ttl !== undefined) lintNumber(cache.ttl, 'ttl', at, 'cache', report);
  if (cache.keys !== undefined && !Array.isArray(cache.keys)) {
    report('settings-value', [...at, 'keys'], 'cache.keys must be a list.', { fix: 'Write a list: [query.status].' });
  }
  if (operation.access.authorizer && !listOf(cache.keys).some(isAuthorization)) {
    report('cache-shared', at, `All callers of ${operation.operationId} get the same cached response.`, {
      key: true,
    });
  }
  // Without keys, every parameter is a key. If one cannot be a key, different requests would share a response.
  const implied = cache.keys === undefined ? operation.parameters.filter((each) => each.in === 'query') : [];
  for (const { name } of implied.filter((each) => !isMappable(each))) {
    const fix = 'List the keys if the response does not depend on this parameter, or rename the parameter.';
    const message = `API Gateway does not accept the name of the query parameter ${name}, so it cannot be a cache key.`;
    report('cache-key', at, message, { fix, key: true });
  }
  for (const [index, text] of listOf(cache.keys).entries()) lintKey(text, operation, [...at, 'keys', index], report);
}

function isAuthorization(key: unknown): boolean {
  return /^header\.authorization$/i.test(String(key));
}

function lintKey(text: unknown, { parameters, operationId }: Operation, at: Path, report: ReportFinding): void {
  const key = parseCacheKey(text);
  if (!key) {
    const fix = 'Write query.<name>, path.<name> or header.<Name>.';
    report('settings-value', at, `The cache key ${String(text)} does not say where its value comes from.`, { fix });
    return;
  }
  if (key.in === 'header' && UNDECLARABLE.has(key.name.toLowerCase())) return;
  if (!isMappable(key)) {
    const fix = 'Leave it out and do not cache the operation, or rename the parameter.';
    report('cache-key', at, `API Gateway does not accept the name of the ${key.in} parameter ${key.name}.`, { fix });
    return;
  }
  if (parameters.some((each) => each.in === key.in && each.name === key.name)) return;
  report('cache-key', at, `${operationId} has no ${key.in} parameter ${key.name} to use as a cache key.`);
}

function lintNumber(value: unknown, name: keyof typeof RANGES, at: Path, of: string, report: ReportFinding): void {
  const range: { least: number; most: number; whole?: boolean } = RANGES[name];
  const { least, most, whole = false } = range;
  if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value))) return;
  const shown = isObject(value) ? 'a section' : JSON.stringify(value);
  const fix = `Use a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`;
  report('settings-value', [...at, name], `${of}.${name} is ${shown}.`, { fix });
}
