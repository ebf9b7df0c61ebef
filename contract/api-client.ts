// Our own HTTP API as the page and the command line speak to it: paths, bodies and answers are typed by the document
// (api-types.ts), so that a call of a route that is not there does not compile.
import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { paths } from './api-types.ts';

export type ApiClient = Client<paths>;

/** A client of both doors at `baseUrl`; an answer that is no success is a value (`error`), silence throws. */
export const createApiClient = (options: ClientOptions): ApiClient => createClient<paths>(options);
