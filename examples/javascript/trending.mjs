// Prints what is trending and what a search finds:
//   node trending.mjs HOST:PORT QUERY PROTOS_FOLDER

import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

// The packages lie beside this file, or where NODE_TOOLS says.
const load = createRequire(
    join(process.env.NODE_TOOLS ?? dirname(fileURLToPath(import.meta.url)),
         'package.json'));
const grpc = load('@grpc/grpc-js');
const {loadSync} = load('@grpc/proto-loader');

const [address, query, protos] = process.argv.slice(2);
if (!protos) {
  console.error('usage: trending.mjs HOST:PORT QUERY PROTOS_FOLDER');
  process.exit(2);
}

const definition = loadSync('broadsheet/v1/recommend_service.proto',
                            {includeDirs: [protos], longs: String});
const {RecommendService} =
    grpc.loadPackageDefinition(definition).broadsheet.v1;
const client =
    new RecommendService(address, grpc.credentials.createInsecure());

const call = (method, request) => new Promise((resolve, reject) => {
  const deadline = Date.now() + 10_000;
  client[method](request, {deadline}, (error, response) =>
    error ? reject(error) : resolve(response));
});

function show(heading, papers) {
  console.log(heading);
  for (const {paper} of papers) console.log(`  ${paper.id}  ${paper.title}`);
}

show('Trending', (await call('trending', {pageSize: 5})).papers);
show('Found', (await call('search', {query, pageSize: 5})).papers);
client.close();
