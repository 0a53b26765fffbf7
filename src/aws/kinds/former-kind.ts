/** The kinds whose things may outlive their place in the configuration. Types only. */
export type FormerKind =
  | 'user-pool'
  | 'usage-plan'
  | 'alarm'
  | 'metric-filter'
  | 'mute-rule'
  | 'dashboard'
  | 'budget'
  | 'anomaly-monitor'
  | 'table'
  | 'topic'
  | 'log-group'
  | 'role'
  | 'function'
  | 'rest-api';
