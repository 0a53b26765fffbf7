/** What an answer of the gateway says that several causes have in common, in the words of AWS and in those of apikit's own answers. */

/** Of AWS for whatever is refused without a reason. */
export const FORBIDDEN = /(?:^|")forbidden(?:"|$)/im;

/** By gateway response type. */
export const WORDS_OF = {
  INVALID_API_KEY: /(?:^|")forbidden(?:"|$)|no api key that is valid/im,
  ACCESS_DENIED: /do not allow the request/i,
  THROTTLED: /too many requests/i,
  API_CONFIGURATION_ERROR: /internal server error|not set up as it should be/i,
  DEFAULT_5XX: /internal server error|something went wrong on our side/i,
} as const;
