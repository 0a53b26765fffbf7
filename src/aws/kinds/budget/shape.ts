/** The shape of a budget in AWS Budgets. Types only. */
import type { Notification } from '@aws-sdk/client-budgets';
import type { Tags } from '../../../naming/tags.ts';

/** It belongs to the account, and its name contains stage and region. */
export type BudgetProperties = {
  /** US dollars. */
  monthly: number;
  /** E-mail addresses and ARNs of topics. */
  notify: string[];
  /** Whether the subscribers are also notified about the forecast. */
  forecast: boolean;
  tags: Tags;
};

/** A notification and its subscribers. */
export interface Notified {
  readonly notification: Notification;
  /** In alphabetical order. */
  readonly subscribers: readonly string[];
}

export interface BudgetShape {
  kind: 'budget';
  properties: BudgetProperties;
  attributes: { arn: string; name: string };
  found: {
    monthly: number;
    /** For example `COST MONTHLY USD`. */
    form: string;
    filter: unknown;
    metrics: readonly string[];
    notified: readonly Notified[];
    tags: Tags;
  };
}
