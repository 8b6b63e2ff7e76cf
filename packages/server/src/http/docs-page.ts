import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Express } from 'express';
import type { RequestState } from './request-state.js';

const swaggerFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maaza API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
/** A file of its own, because the content security policy forbids scripts inside the page. */
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

/** `/openapi.json`, and Swagger UI from local files: the browser asks nobody else. */
export function mountDocs(app: Express, openApi: unknown): void {
  const text = JSON.stringify(openApi);
  app.use(['/docs', '/openapi.json'], (request, response, next) => {
    (response.locals as RequestState).route = request.baseUrl;
    next();
  });
  app.get('/openapi.json', (_request, response) => void response.type('json').send(text));
  app.get('/docs', (_request, response) => void response.type('html').send(PAGE));
  app.get('/docs/start.js', (_request, response) => void response.type('text/javascript').send(START));
  for (const file of files)
    app.get(`/docs/${file}`, (_request, response) => void response.sendFile(file, { root: swaggerFolder, maxAge: '1d' }));
}
