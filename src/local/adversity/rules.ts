/**
 * Faults as data: which calls fail, and how. Reads and checks rules from JSON, and picks the rule that applies to a
 * call.
 */

export type Fault =
  /** The operation is not carried out and returns this error in the protocol of the call. `status` defaults to 400. */
  | { readonly error: { readonly code: string; readonly message: string; readonly status?: number } }
  /** The operation is not carried out. The response is empty and has this status, as if a proxy had sent it. */
  | { readonly status: number }
  /** The call is carried out after this delay on the cloud's clock. */
  | { readonly delayMs: number }
  /** The call is carried out; then the connection is closed without a response. */
  | 'dropAnswer'
  /** The call is not carried out; the connection is closed without a response. */
  | 'dropRequest'
  /** The call is not carried out and returns the service's own throttling error. */
  | 'throttle'
  /** The call is not carried out, and gets no response until the rules are reset or the cloud closes. */
  | 'hang'
  /** The call is carried out, and gets no response until the rules are reset or the cloud closes. */
  | 'hangAnswer';

export interface Rule {
  /**
   * `lambda.CreateFunction` or `CreateFunction`; case does not matter, and `*` stands for any characters. Absent: every
   * operation.
   */
  readonly operation?: string;
  /**
   * The service ID: `apigateway`, `lambda`, `iam`, `sts`, `dynamodb`, `logs`, `cloudwatch`, `ssm`, `sns`,
   * `cognito-idp`.
   */
  readonly service?: string;
  /** The access key ID that signs the call. Absent: every caller, and functions too. */
  readonly caller?: string;
  /** The first matching call that the rule applies to, counted from 1 since the rule was set. The default is 1. */
  readonly nth?: number;
  /** The number of calls that the rule applies to. The default is one if `nth` is given, otherwise all. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface RuleState extends Rule {
  /** The number of matching calls since the rule was set. */
  readonly seen: number;
  /** The number of calls that the rule has made fail. */
  readonly fired: number;
}

/** The parts of a call that rules compare. */
export interface RuleCall {
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
}

export interface RuleBook {
  set(rules: readonly Rule[]): void;
  /** Counts the call for every rule that matches, and returns the fault of the first rule that applies. */
  next(call: RuleCall): Fault | undefined;
  states(): RuleState[];
}

export function createRuleBook(): RuleBook {
  let entries: { rule: Rule; seen: number; fired: number }[] = [];
  return {
    set(rules) {
      entries = rules.map((rule) => ({ rule, seen: 0, fired: 0 }));
    },
    next(call) {
      const matching = entries.filter(({ rule }) => matches(rule, call));
      for (const entry of matching) entry.seen += 1;
      const due = matching.find(({ rule, seen, fired }) => seen >= (rule.nth ?? 1) && fired < timesOf(rule));
      if (due) due.fired += 1;
      return due?.rule.fault;
    },
    states: () => entries.map(({ rule, seen, fired }) => ({ ...rule, seen, fired })),
  };
}

const timesOf = ({ nth, times }: Rule): number => times ?? (nth === undefined ? Number.POSITIVE_INFINITY : 1);

function matches(rule: Rule, { service, operation, caller }: RuleCall): boolean {
  if (rule.caller !== undefined && rule.caller !== caller) return false;
  if (rule.service !== undefined && rule.service.toLowerCase() !== service) return false;
  if (rule.operation === undefined) return true;
  const subject = rule.operation.includes('.') ? `${service}.${operation}` : operation;
  const pattern = rule.operation.replace(/[\\^$+?.()|[\]{}]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`, 'i').test(subject);
}

const WORDS = ['dropAnswer', 'dropRequest', 'throttle', 'hang', 'hangAnswer'];
const MEMBERS = ['operation', 'service', 'caller', 'nth', 'times', 'fault'];

/** Throws a `RangeError` that names the problem. A rule that is misread would let a test pass that must fail. */
export function readRules(value: unknown): Rule[] {
  if (!Array.isArray(value)) throw new RangeError('rules must be a list.');
  return value.map((rule, index) => readRule(rule, `rules[${index}]`));
}

function readRule(value: unknown, at: string): Rule {
  const rule = structure(value, at, MEMBERS);
  for (const name of ['operation', 'service', 'caller']) {
    if (rule[name] !== undefined && typeof rule[name] !== 'string')
      throw new RangeError(`${at}.${name} must be a text.`);
  }
  for (const name of ['nth', 'times']) if (rule[name] !== undefined) checkWhole(rule[name], `${at}.${name}`, 1);
  checkFault(rule.fault, `${at}.fault`);
  return rule as unknown as Rule;
}

function checkFault(fault: unknown, at: string): void {
  if (typeof fault === 'string') {
    if (!WORDS.includes(fault)) throw new RangeError(`${at} must be one of ${WORDS.join(', ')}.`);
    return;
  }
  const members = structure(fault, at, ['error', 'status', 'delayMs']);
  if (Object.keys(members).length !== 1)
    throw new RangeError(`${at} must have exactly one of error, status and delayMs.`);
  if (members.status !== undefined) checkWhole(members.status, `${at}.status`, 200, 599);
  if (members.delayMs !== undefined) checkWhole(members.delayMs, `${at}.delayMs`, 0);
  if (members.error === undefined) return;
  const error = structure(members.error, `${at}.error`, ['code', 'message', 'status']);
  if (typeof error.code !== 'string' || typeof error.message !== 'string') {
    throw new RangeError(`${at}.error needs a code and a message.`);
  }
  if (error.status !== undefined) checkWhole(error.status, `${at}.error.status`, 400, 599);
}

function checkWhole(value: unknown, at: string, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return;
  throw new RangeError(`${at} must be a whole number of ${min} or more${max < 1000 ? `, up to ${max}` : ''}.`);
}

function structure(value: unknown, at: string, members: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`${at} must be an object.`);
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`${at}.${unknown} is not a known member; the members are ${members.join(', ')}.`);
  return value as Record<string, unknown>;
}
