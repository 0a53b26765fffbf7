/**
 * Stands in for the directive by which the renderer shows HTML that it has made of Markdown (build-options.json): every
 * description in a contract goes through it. A contract is somebody else's file, so that only what formats text is
 * left: no script, style, form or frame, and no address but of the web or a mail.
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
