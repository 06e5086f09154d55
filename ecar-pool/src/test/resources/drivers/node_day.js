// A program of the garage with node-postgres: named statements, a transaction, an error, many at once.
const { Client, Pool } = require("pg");

async function main() {
  const transactions = process.argv[2] !== "statement";
  const table = "node_" + process.argv[2];
  const client = new Client();
  await client.connect();
  await client.query("drop table if exists " + table);
  await client.query("create table " + table + " (id int primary key, name text)");
  for (let number = 0; number < 50; number++) {
    await client.query({
      name: "insert part",
      text: "insert into " + table + " values ($1, $2)",
      values: [number, "part " + number],
    });
  }
  if (transactions) {
    await client.query("begin");
    await client.query("insert into " + table + " values (99, 'never')");
    await client.query("rollback");
  }
  try {
    await client.query("select 1 / $1::int", [0]);
    throw new Error("division by zero went well");
  } catch (refused) {
    if (refused.code !== "22012") throw refused;
  }
  // In session pooling each of them keeps its server, and there are three.
  const pool = new Pool({ max: process.argv[2] === "session" ? 2 : 8 });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => pool.query("select $1::int * 2 as twice", [n])),
  );
  answers.forEach((answer, n) => {
    if (answer.rows[0].twice !== 2 * n) throw new Error("wrong answer for " + n);
  });
  await pool.end();
  const found = await client.query("select count(*)::int as n, max(name) as name from " + table);
  console.log("done", found.rows[0].n, found.rows[0].name);
  await client.end();
}

main().catch((failed) => {
  console.error(failed);
  process.exit(1);
});
