export interface HttpCase {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly evidence: string;
}

export interface HttpResult {
  readonly id: string;
  readonly group: string;
  readonly evidence: string;
  readonly status: 'pass' | 'fail';
  readonly where?: string;
  readonly lines?: readonly string[];
}

export function readHttpCases(): Map<string, HttpCase[]>;
export function playHttpCases(endpoint: string, wants?: (one: HttpCase) => boolean): Promise<HttpResult[]>;
