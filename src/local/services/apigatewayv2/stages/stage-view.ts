/** A stage as responses have it. */
import type { Stage } from '../../../models/apigatewayv2.ts';
import type { HttpStage } from '../../../state/http-apis/model.ts';

export const stageView = ({ createdAt, updatedAt, ...stage }: HttpStage): Stage => ({
  ...stage,
  CreatedDate: new Date(createdAt),
  LastUpdatedDate: new Date(updatedAt),
});
