/**
 * Replaces the directive that the renderer uses for HTML from Markdown (build-options.json). Every description in a
 * contract passes through it. The contract may come from another author, so only formatting stays: no script, style,
 * form or frame, and only web and mail addresses.
 */
import DOMPurify from 'dompurify';
import { unsafeHTML as shown } from 'lit-html/directives/unsafe-html.js';

const FORBIDDEN = ['style', 'form', 'input', 'button', 'textarea', 'select', 'option', 'dialog', 'map', 'area', 'base'];

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

export const unsafeHTML = (html) =>
  shown(
    DOMPurify.sanitize(String(html ?? ''), {
      USE_PROFILES: { html: true },
      FORBID_TAGS: FORBIDDEN,
      FORBID_ATTR: ['style', 'srcset', 'popover', 'popovertarget'],
      ADD_ATTR: ['part', 'target'],
      ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|data:image\/(?:png|gif|jpeg|webp);)/i,
    }),
  );
