/** Runs all checks, and returns their findings, the worst first. */
import { UnreadableFact } from '../explain/evidence.ts';
import { CHECKS } from './checks/index.ts';
import type { DoctorFacts } from './facts.ts';
import type { Area, Check, Finding } from './finding.ts';

export interface CheckedFinding extends Finding {
  readonly check: string;
  readonly area: Area;
}

export interface Examination {
  readonly findings: readonly CheckedFinding[];
  readonly fine: readonly { readonly check: string; readonly area: Area; readonly what: string }[];
  /** Checks that could not run, and why. */
  readonly unseen: readonly { readonly check: string; readonly why: string }[];
}

const RANK = { error: 0, warning: 1, note: 2 } as const;

export async function examine(facts: DoctorFacts): Promise<Examination> {
  const looked = await Promise.all(CHECKS.map((check) => lookAt(check, facts)));
  const findings = looked.flatMap(({ check, findings = [] }) =>
    findings.map((finding) => ({ check: check.id, area: check.area, ...finding })),
  );
  return {
    findings: findings.sort((a, b) => RANK[a.severity] - RANK[b.severity]),
    fine: looked.flatMap(({ check, fine: what }) =>
      what === undefined ? [] : [{ check: check.id, area: check.area, what }],
    ),
    unseen: looked.flatMap(({ check, why }) => (why === undefined ? [] : [{ check: check.id, why }])),
  };
}

interface LookedAt {
  readonly check: Check;
  readonly findings?: readonly Finding[];
  readonly fine?: string;
  readonly why?: string;
}

async function lookAt(check: Check, facts: DoctorFacts): Promise<LookedAt> {
  try {
    return { check, ...(await check.run(facts)) };
  } catch (error) {
    if (error instanceof UnreadableFact) return { check, why: error.message };
    throw error;
  }
}
