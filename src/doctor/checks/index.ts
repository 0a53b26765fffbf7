/** All checks of `doctor`, in the order of the report. */
import type { Check } from '../finding.ts';
import { alarms } from './alarms.ts';
import { clientCertificate } from './client-certificate.ts';
import { clock } from './clock.ts';
import { coldStarts } from './cold-starts.ts';
import { concurrency } from './concurrency.ts';
import { credentials } from './credentials.ts';
import { customDomain } from './custom-domain.ts';
import { data } from './data.ts';
import { deadLetters } from './dead-letters.ts';
import { deployed } from './deployed.ts';
import { drift } from './drift.ts';
import { firewall } from './firewall.ts';
import { functionState } from './function-state.ts';
import { invokePermission } from './invoke-permission.ts';
import { keyPlaces } from './key-places.ts';
import { keys } from './keys.ts';
import { logRetention } from './log-retention.ts';
import { logsRole } from './logs-role.ts';
import { network } from './network.ts';
import { nodeVersion } from './node-version.ts';
import { problems } from './problems.ts';
import { proxy } from './proxy.ts';
import { python } from './python.ts';
import { quotas } from './quotas.ts';
import { region } from './region.ts';
import { resources } from './resources.ts';
import { rights } from './rights.ts';
import { runtimes } from './runtimes.ts';
import { secrets } from './secrets.ts';
import { timeouts } from './timeouts.ts';
import { wideRights } from './wide-rights.ts';

export const CHECKS: readonly Check[] = [
  nodeVersion,
  credentials,
  clock,
  proxy,
  region,
  python,
  logsRole,
  quotas,
  concurrency,
  problems,
  deployed,
  resources,
  drift,
  rights,
  invokePermission,
  functionState,
  secrets,
  network,
  customDomain,
  runtimes,
  timeouts,
  alarms,
  firewall,
  data,
  deadLetters,
  logRetention,
  wideRights,
  keys,
  keyPlaces,
  coldStarts,
  clientCertificate,
];
