/** The stage's setting for the method of an invocation. */
import type { MethodSetting } from '../services/apigateway/model.ts';
import type { Invocation } from './invocation.ts';

/** The method's own, else the stage's default `*\/*`; `undefined` when neither was ever set. */
export function methodSetting({ stage, route, httpMethod }: Invocation): MethodSetting | undefined {
  const settings = stage!.stage.methodSettings;
  const path = route?.method.settingPath;
  const own = path === undefined ? undefined : (settings[`${path}/${httpMethod}`] ?? settings[`${path}/ANY`]);
  return own ?? settings['*/*'];
}
