/**
 * CloudWatch: metrics, alarms and dashboards, in the three protocols of current clients (docs/aws/other-services.md).
 */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { describeAlarmHistory } from './alarm-history.ts';
import { deleteAlarms, disableAlarmActions, enableAlarmActions, setAlarmState } from './alarm-operations.ts';
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './dashboards.ts';
import { describeAlarms, describeAlarmsForMetric } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { metricStoreOf } from './metric-store.ts';
import { deleteAlarmMuteRule, getAlarmMuteRule, listAlarmMuteRules, putAlarmMuteRule } from './mute-rules.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';

export const service: ServiceDefinition = {
  id: 'cloudwatch',
  signingNames: ['monitoring'],
  protocols: [
    { type: 'json', target: 'GraniteServiceVersion20100801', version: '1.0' },
    { type: 'cbor', service: 'GraniteServiceVersion20100801' },
    { type: 'query', apiVersion: '2010-08-01', namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
  ],
  constraintError: 'ValidationError',
  operations: [
    putMetricData,
    getMetricData,
    getMetricStatistics,
    listMetrics,
    putMetricAlarm,
    describeAlarms,
    describeAlarmsForMetric,
    deleteAlarms,
    setAlarmState,
    enableAlarmActions,
    disableAlarmActions,
    describeAlarmHistory,
    putAlarmMuteRule,
    getAlarmMuteRule,
    listAlarmMuteRules,
    deleteAlarmMuteRule,
    tagResource,
    untagResource,
    listTagsForResource,
    putDashboard,
    getDashboard,
    listDashboards,
    deleteDashboards,
  ],
  reset: async (cloud) => metricStoreOf(cloud).reset(),
};
