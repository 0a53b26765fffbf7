/**
 * The probes in the order in which they run: probes that change the shared function or stage come after those that only
 * read.
 */
import type { Probe } from '../probe.ts';
import { accessLogQuotes, integrationRequestId } from './access-log.ts';
import { probe as apiKeysTags } from './api-keys-tags.ts';
import { probe as authorizationTypeCase } from './authorization-type-case.ts';
import { probe as bucketAsPut } from './bucket-as-put.ts';
import { probe as budgetFilter } from './budget-filter.ts';
import { probe as cacheStates } from './cache-states.ts';
import { probe as costMonitor } from './cost-monitor.ts';
import { probe as dashboardBody } from './dashboard-body.ts';
import { probe as deploymentApiSummary } from './deployment-api-summary.ts';
import { probe as deploymentDescription } from './deployment-description.ts';
import { probe as executeApiOff } from './execute-api-off.ts';
import { probe as executionLogGroup } from './execution-log-group.ts';
import { probe as executionResponse } from './execution-response.ts';
import { probe as exportAsPut } from './export-as-put.ts';
import { probe as filtersWithGroup } from './filters-with-group.ts';
import { probe as getStageTags } from './get-stage-tags.ts';
import { probe as httpPreflight } from './http-preflight.ts';
import { probe as httpReimport } from './http-reimport.ts';
import { probe as httpRoutes } from './http-routes.ts';
import { probe as importKeyFile } from './import-key-file.ts';
import { probe as liveDeployment } from './live-deployment.ts';
import { probe as logsByPattern } from './logs-by-pattern.ts';
import { probe as manyPatches } from './many-patches.ts';
import { probe as mappingWithoutDestination } from './mapping-without-destination.ts';
import { probe as mfaWrittenBack } from './mfa-written-back.ts';
import { probe as nextVersion } from './next-version.ts';
import { probe as parameterAfterDeletion } from './parameter-after-deletion.ts';
import { probe as parameterInTwoPlaces } from './parameter-in-two-places.ts';
import { probe as pathParameters } from './path-parameters.ts';
import { probe as pendingVersion } from './pending-version.ts';
import { probe as phoneSignIn } from './phone-sign-in.ts';
import { probe as probeRoute } from './probe-route.ts';
import { probe as publishUnchanged } from './publish-unchanged.ts';
import { probe as publishWithCreate } from './publish-with-create.ts';
import { probe as queueResponse } from './queue-response.ts';
import { probe as restApisTags } from './rest-apis-tags.ts';
import { probe as rolePolicyAtOnce } from './role-policy-at-once.ts';
import { probe as scheduleAsPut } from './schedule-as-put.ts';
import { probe as stageDescription } from './stage-description.ts';
import { probe as stageVariableCharacters } from './stage-variable-characters.ts';
import { probe as stateMachineDefinition } from './state-machine-definition.ts';
import { probe as sumOfSparseMetrics } from './sum-of-sparse-metrics.ts';
import { conditionalWrite, recoveryAtOnce, tableTags } from './table.ts';
import { probe as tagSearch } from './tag-search.ts';
import { probe as testInvokeUnguarded } from './test-invoke-unguarded.ts';
import { probe as throttleNumbers } from './throttle-numbers.ts';
import { probe as throttleOff } from './throttle-off.ts';
import { probe as topicResponse } from './topic-response.ts';
import { probe as twoSchemes } from './two-schemes.ts';
import { probe as urlPath } from './url-path.ts';
import { probe as usagePlanName } from './usage-plan-name.ts';
import { probe as usagePlansTags } from './usage-plans-tags.ts';

export const PROBES: readonly Probe[] = [
  rolePolicyAtOnce,
  publishWithCreate,
  publishUnchanged,
  pathParameters,
  probeRoute,
  twoSchemes,
  testInvokeUnguarded,
  deploymentApiSummary,
  deploymentDescription,
  stageDescription,
  liveDeployment,
  getStageTags,
  restApisTags,
  usagePlansTags,
  apiKeysTags,
  importKeyFile,
  tagSearch,
  usagePlanName,
  nextVersion,
  authorizationTypeCase,
  parameterInTwoPlaces,
  exportAsPut,
  phoneSignIn,
  mfaWrittenBack,
  logsByPattern,
  filtersWithGroup,
  dashboardBody,
  budgetFilter,
  costMonitor,
  sumOfSparseMetrics,
  parameterAfterDeletion,
  bucketAsPut,
  topicResponse,
  queueResponse,
  executionResponse,
  stateMachineDefinition,
  httpReimport,
  httpRoutes,
  httpPreflight,
  urlPath,
  scheduleAsPut,
  mappingWithoutDestination,
  throttleNumbers,
  throttleOff,
  stageVariableCharacters,
  manyPatches,
  tableTags,
  conditionalWrite,
  recoveryAtOnce,
  accessLogQuotes,
  integrationRequestId,
  executionLogGroup,
  pendingVersion,
  cacheStates,
  executeApiOff,
];
