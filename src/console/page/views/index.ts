/** All views, in the order of the navigation. */
import { Docs } from './docs.tsx';
import { ErrorsView } from './errors.tsx';
import { KeysView } from './keys.tsx';
import { Logs } from './logs.tsx';
import { MetricsView } from './metrics.tsx';
import { PlanView } from './plan.tsx';
import { ReleasesView } from './releases.tsx';
import { Requests } from './requests.tsx';
import { Status } from './status.tsx';
import { TablesView } from './tables.tsx';
import type { View } from './view.ts';

export const VIEWS: readonly View[] = [
  { name: 'requests', title: 'Requests', component: Requests },
  { name: 'tables', title: 'Tables', component: TablesView },
  { name: 'status', title: 'Status', component: Status },
  { name: 'releases', title: 'Releases', component: ReleasesView },
  { name: 'plan', title: 'Plan', component: PlanView },
  { name: 'errors', title: 'Errors', component: ErrorsView },
  { name: 'logs', title: 'Logs', component: Logs },
  { name: 'metrics', title: 'Metrics', component: MetricsView },
  { name: 'keys', title: 'Keys', component: KeysView },
  { name: 'docs', title: 'Docs', component: Docs },
];
