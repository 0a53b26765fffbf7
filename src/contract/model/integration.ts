/** The integration of an operation that the function does not serve, as plain data. Types and names only. */

export const INTEGRATION_TYPES = ['mock', 'http', 'http_proxy', 'aws'] as const;

/** The members of `x-amazon-apigateway-integration` that apikit supports. */
export interface OwnIntegration {
  readonly type: (typeof INTEGRATION_TYPES)[number];
  readonly uri?: string;
  readonly httpMethod?: string;
  /** The ARN of the role that API Gateway assumes for the call. */
  readonly credentials?: string;
  readonly passthroughBehavior?: string;
  readonly contentHandling?: string;
  readonly requestParameters: Readonly<Record<string, string>>;
  /** Velocity templates by media type. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  /** By pattern of the backend's status or error, or `default`. A mock has at least one. */
  readonly responses: Readonly<Record<string, OwnResponse>>;
  readonly insecureSkipVerification: boolean;
  /** The ID of the VPC link of a backend in a VPC, or the stage variable that has it. */
  readonly vpcLink?: string;
  /** Set if the operation sends to something of the stage. Its address and role follow from the stage. */
  readonly sends?: ServiceTarget;
}

/** The place that an operation sends to, or what it starts. Names are those of apikit.yaml. */
export type ServiceTarget = QueueTarget | EventTarget | NamedTarget;

export interface QueueTarget {
  readonly service: 'sqs';
  readonly name: string;
  /** The member of the body whose value is the message group of a FIFO queue: `customer.id`. */
  readonly group?: string;
}

export interface EventTarget {
  readonly service: 'eventBridge';
  /** The event bus. */
  readonly name: string;
  readonly source: string;
  readonly detailType: string;
}

interface NamedTarget {
  readonly service: 'stepFunctions' | 'sns';
  readonly name: string;
}

export interface OwnResponse {
  readonly statusCode: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly contentHandling?: string;
}
