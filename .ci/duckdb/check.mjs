// Reads the Parquet files of a sweep folder with DuckDB and holds them against
// cells.csv, columns.csv and each other: node check.mjs FOLDER
import { DuckDBInstance } from "@duckdb/node-api";

const dir = process.argv[2];
const db = await (await DuckDBInstance.create(":memory:")).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRowObjects();
let faults = 0;
const expect = (what, ok, found) => {
	console.log(`${ok ? "ok  " : "FAIL"} ${what}${ok ? "" : `: ${JSON.stringify(found, (_, v) => (typeof v === "bigint" ? Number(v) : v))}`}`);
	faults += ok ? 0 : 1;
};

const cells = `'${dir}/cells.parquet'`, csv = `read_csv('${dir}/cells.csv', all_varchar = true)`;
const [{ n, m }] = await rows(`select (select count(*) from ${cells}) n, (select count(*) from ${csv}) m`);
expect("cells.parquet has a row a cell, as cells.csv", n === m && n === 32n, { n, m });

// Every column has the same values in both files, and its unit and meaning in the metadata.
const columns = await rows(`select "column" c, unit, meaning from read_csv('${dir}/columns.csv', all_varchar = true) where "table" = 'cells.csv'`);
const meta = new Map((await rows(`select decode(key) k, decode(value) v from parquet_kv_metadata(${cells})`)).map((r) => [r.k, r.v]));
for (const { c, unit, meaning } of columns) {
	expect(`${c}: unit and meaning`, meta.get(`unit:${c}`) === (unit ?? "") && meta.get(`doc:${c}`) === meaning, { c, unit, found: meta.get(`unit:${c}`) });
}
const names = (await rows(`describe select * from ${cells}`)).map((r) => [r.column_name, r.column_type]);
expect("the columns of cells.parquet are those of columns.csv", names.map((x) => x[0]).sort().join() === columns.map((x) => x.c).sort().join(), names);
for (const [name, type] of names) {
	const same = type === "DOUBLE" ? `abs(a."${name}" - b."${name}"::double) > 1e-8 * abs(a."${name}") or (a."${name}" is null) <> (b."${name}" is null)` : `a."${name}"::varchar <> coalesce(b."${name}", '')`;
	const [{ bad }] = await rows(`select count(*) bad from ${cells} a join ${csv} b on a.cell = b.cell where ${same}`);
	expect(`${name} (${type}) as in cells.csv`, bad === 0n, bad);
}
expect("numbers that vary are numbers", names.find((x) => x[0] === "factor_staff")[1] === "DOUBLE" && names.find((x) => x[0] === "transit_hours")[1] === "DOUBLE", names);

// Shipments sum to what their cell says.
const shipments = `'${dir}/shipments/*/*.parquet'`;
const off = await rows(`select c.cell, c.transit_hours, s.h, c.delivered_loads, s.d from ${cells} c join (
	select cell, avg(hours) filter (state in ('delivered', 'censored')) h, count(*) filter (state = 'delivered') d, sum(cost_usd) filter (state in ('delivered', 'censored')) / sum(tonnes) filter (state in ('delivered', 'censored')) u from ${shipments} group by cell) s
	on c.cell = s.cell where abs(c.transit_hours - s.h) > 1e-6 or c.delivered_loads <> s.d or abs(c.cost_usd_per_tonne - s.u) > 1e-6`);
expect("shipments sum to their cells", off.length === 0, off);
const [{ k }] = await rows(`select count(distinct cell) k from ${shipments}`);
expect("every cell has shipments", k === 32n, k);
const [{ early }] = await rows(`select count(*) early from ${shipments} where created < timestamptz '2024-01-01 00:00:00+00' or created >= timestamptz '2024-01-06 00:00:00+00' or abs(epoch(ended - created) / 3600 - hours) > 0.001`);
expect("times are times of the window", early === 0n, early);
const [{ unit }] = await rows(`select decode(value) unit from parquet_kv_metadata(${shipments}) where decode(key) = 'unit:emissions_kg' limit 1`);
expect("units of shipments", unit === "kg", unit);

// Facility-hours: whole hours of the window, servers and queues that can be.
const [h] = await rows(`select count(*) n, count(distinct facility) f, min(mean_queue) q, max(mean_busy) b, count(*) filter (epoch(hour) % 3600 <> 0) odd, count(*) filter (hour >= timestamptz '2024-01-06 00:00:00+00') late from '${dir}/facility_hours/*/*.parquet'`);
expect("facility-hours", h.n > 1000n && h.f === 2n && h.q >= 0 && h.b <= 4.000001 && h.odd === 0n && h.late === 0n, h);

process.exit(faults > 0 ? 1 : 0);
