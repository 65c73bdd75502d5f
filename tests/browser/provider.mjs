// An OpenID provider (the certified one of npm), on the loopback, where everybody
// signs in under any name:
//   node provider.mjs FOLDER REDIRECT_URI
// Writes FOLDER/oidc.json, what a gateway needs to know of it. Whose name begins
// with "quiet" has no confirmed address.

import {randomBytes} from 'node:crypto';
import {renameSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [folder, redirectUri] = process.argv.slice(2);
const load = createRequire(join(process.env.NODE_TOOLS, 'package.json'));
const {Provider} =
    await import(pathToFileURL(load.resolve('oidc-provider')).href);

const secret = randomBytes(24).toString('base64url');

function account(name) {
  return {
    accountId: name,
    claims: () => ({
      sub: name,
      preferred_username: name,
      email: `${name}@club.example`,
      email_verified: !name.startsWith('quiet'),
    }),
  };
}

// All that may be told is told: nobody is asked.
async function grantAll(context) {
  const {client, session, provider} = context.oidc;
  const grant = new provider.Grant(
      {accountId: session.accountId, clientId: client.clientId});
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}

const FORM = `<!doctype html><html lang="en"><title>The Club</title>
<link rel="icon" href="data:,"><h1>The Club</h1>
<form method="post"><label>Name <input name="login" required></label>
<button>Sign in</button></form></html>`;

// The page where somebody says who they are.
async function interact(provider, request, response) {
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(FORM);
    return;
  }
  let form = '';
  for await (const part of request) form += part;
  const accountId = new URLSearchParams(form).get('login');
  await provider.interactionFinished(request, response, {login: {accountId}});
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'broadsheet',
      client_secret: secret,
      redirect_uris: [redirectUri],
    }],
    claims: {email: ['email', 'email_verified'],
             profile: ['preferred_username']},
    cookies: {keys: [randomBytes(24).toString('base64url')]},
    features: {devInteractions: {enabled: false}},
    findAccount: (context, name) => account(name),
    interactions: {url: (context, {uid}) => `/interaction/${uid}`},
    loadExistingGrant: grantAll,
    pkce: {required: () => true},
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url.startsWith('/interaction/')) {
      interact(provider, request, response);
    } else {
      answer(request, response);
    }
  });
  writeFileSync(join(folder, 'club.secret'), secret, {mode: 0o600});
  const text = JSON.stringify({providers: [{
    id: 'club',
    title: 'The Club',
    issuer,
    client_id: 'broadsheet',
    client_secret_file: 'club.secret',
  }]});
  // Whole, once it is there.
  writeFileSync(join(folder, 'oidc.json.new'), text);
  renameSync(join(folder, 'oidc.json.new'), join(folder, 'oidc.json'));
});
