// A file of its own, because the content security policy allows no inline script.
window.SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  // Nobody else is asked about our document.
  validatorUrl: null,
});
