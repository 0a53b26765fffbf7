/**
 * The part of an integration with a service of AWS that differs between services: the request, and how the response is
 * read. The templates run in API Gateway (docs/aws/data-plane.md). Pure.
 */

export interface Sending {
  /** Headers of the call, as mapping expressions. */
  readonly headers: Readonly<Record<string, string>>;
  /** The template of the request. `$target` is the ARN of what the operation sends to, or its name in AWS. */
  readonly request: string;
  /** The ID of what was sent or started, as a template that reads the response. */
  readonly id: string;
  readonly errors: ErrorForm;
  /** How a template reads a response that has the status 200, but says that the service took nothing. */
  readonly refused?: {
    /** A condition that is true for a success. */
    readonly unless: string;
    /** Sets `$code`. */
    readonly set: string;
  };
  /** The codes of errors that only the body can cause. */
  readonly rejected: readonly string[];
  /** The codes of errors that pass if the client tries again. */
  readonly busy: readonly string[];
  /** Why the service rejects a body, for the client. */
  readonly refusal: string;
}

/** How a template reads the code of an error. */
export interface ErrorForm {
  /** Sets `$code`. */
  readonly set: string;
  /** A condition that is true for this code. */
  is(code: string): string;
}

/** The form of services with the Query protocol, to which API Gateway gets a response in JSON. */
export const QUERY_ERRORS: ErrorForm = {
  set: "#set($code = $input.path('$.Error.Code'))",
  is: (code) => `$code == '${code}'`,
};

/** The form of services with AWS JSON. The code may have a namespace in front. */
export const JSON_ERRORS: ErrorForm = {
  set: `#set($code = "$input.path('$.__type')")`,
  is: (code) => `$code.endsWith('${code}')`,
};

/** The header with which a template's text is read as a form. */
export const FORM = { 'Content-Type': "'application/x-www-form-urlencoded'" };

/**
 * The body as it stands, as the inside of a JSON string. `escapeJavaScript` also escapes single quotes, which JSON does
 * not allow
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
 */
export const BODY_IN_STRING = `$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")`;
