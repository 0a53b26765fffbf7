/** The path of the server that never answers: the address of services that a function in a VPC does not reach. */
export const UNREACHABLE = '/_apikit/unreachable';
