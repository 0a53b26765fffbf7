/** Texts in gateway responses that several causes share: AWS's texts and the texts of apikit's own responses. */

/** AWS's text for every rejection without a reason. */
export const FORBIDDEN = /(?:^|")forbidden(?:"|$)/im;

/** The texts by gateway response type. */
export const WORDS_OF = {
  INVALID_API_KEY: /(?:^|")forbidden(?:"|$)|no api key that is valid/im,
  ACCESS_DENIED: /do not allow the request/i,
  THROTTLED: /too many requests/i,
  API_CONFIGURATION_ERROR: /internal server error|not set up as it should be/i,
  DEFAULT_5XX: /internal server error|something went wrong on our side/i,
} as const;
