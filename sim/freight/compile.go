package freight

import (
	"corridor/data"
	"corridor/network"
	"corridor/sim"
)

// sampler compiles a distribution of the tables.
func sampler(d data.Dist) sim.Sampler {
	switch d.Kind {
	case data.Exponential:
		return sim.Exponential(d.A)
	case data.Erlang:
		return sim.Erlang(d.K, d.A)
	case data.Gamma:
		return sim.Gamma(d.B, d.A)
	case data.Weibull:
		return sim.Weibull(d.B, d.A)
	case data.Lognormal:
		return sim.Lognormal(d.A, d.B)
	case data.Triangular:
		return sim.Triangular(d.A, d.B, d.C)
	case data.Uniform:
		return sim.UniformBetween(d.A, d.B)
	case data.Empirical:
		return sim.Empirical(d.Values, d.Weights)
	}
	return sim.Constant(d.A)
}

// compiler turns tables into programs.
type compiler struct {
	net      *network.Network
	ops      []op
	samplers []sim.Sampler
	tests    []test
}

func (c *compiler) emit(o op) int32 {
	o.scale = 1
	c.ops = append(c.ops, o)
	return int32(len(c.ops) - 1)
}

// bare is an op without resources and conditions.
func bare(code opcode) op {
	return op{code: code, class: -1, res: -1, res2: -1, node: -1, test: -1, others: true, chance: 1}
}

// single emits a program of one op.
func (c *compiler) single(code opcode) int32 {
	pc := c.emit(bare(code))
	c.emit(bare(opReturn))
	return pc
}

func (c *compiler) sampler(d data.Dist) int32 {
	c.samplers = append(c.samplers, sampler(d))
	return int32(len(c.samplers) - 1)
}

// process compiles the process of a facility on an event and returns its
// first op, -1 where nothing happens.
func (m *Model) process(c *compiler, node network.NodeID, event network.Event, rowOf map[string]int32) int32 {
	p := c.net.Nodes[node].Process[event]
	if p < 0 {
		return -1
	}
	n := &c.net.Nodes[node]
	group := groupOf(n.Kind)
	proc := &c.net.Processes[p]
	gate := bare(opGate)
	gate.node, gate.event, gate.queue, gate.inUS = int32(node), event, account(group, network.Queueing), n.Country == network.US
	start := c.emit(gate)
	for i := range proc.Stages {
		s := &proc.Stages[i]
		o := gate
		o.code, o.class, o.per, o.acct = opStage, int8(s.Priority), s.Per, account(group, s.Activity)
		o.chance, o.usd, o.item, o.time = s.Chance, s.USD, s.Item, c.sampler(s.Time)
		o.key = uint64(sim.Key(0).Named(n.ID).Named(event.String()).Named(s.Name))
		o.stage = rowOf[s.Row.Key()]
		if len(s.Need) > 0 {
			o.res = int32(c.net.ResourceAt(node, s.Need[0]))
		}
		if len(s.Need) > 1 {
			o.res2 = int32(c.net.ResourceAt(node, s.Need[1]))
		}
		if len(s.When) > 0 {
			c.condition(&o, s.When)
		}
		c.emit(o)
	}
	for i := range m.added {
		if a := &m.added[i]; a.node == node && a.event == event {
			m.addStage(c, a, gate)
		}
	}
	c.emit(bare(opReturn))
	tail := true
	for i := len(c.ops) - 1; i > int(start); i-- {
		o := &c.ops[i]
		tail = tail && (o.code != opStage || o.res < 0)
		o.tail = tail
	}
	return start
}

// condition lays conditions on a stage.
func (c *compiler) condition(o *op, when []network.Condition) {
	o.test = c.test(when)
	t := &c.tests[o.test]
	o.mask, o.want, o.others = t.mask, t.want, t.static[0]
}

// test compiles conditions: what depends on goods and flow is worked out here.
func (c *compiler) test(when []network.Condition) int32 {
	t := test{static: make([]bool, len(c.net.Flows)+1)}
	for i := range t.static {
		t.static[i] = true
	}
	for i := range when {
		w := &when[i]
		bit := uint16(0)
		switch w.Key {
		case "trusted":
			bit = isTrusted
		case "in_bond":
			bit = isInBond
		case "empty":
			bit = isEmpty
		case "other":
			bit = isOther
		default:
			for f := range t.static {
				var flow *network.Flow
				if f > 0 {
					flow = &c.net.Flows[f-1]
				}
				t.static[f] = t.static[f] && c.net.StaticHolds(w, flow)
			}
			continue
		}
		yes, no := w.Holds("yes"), w.Holds("no")
		want := uint16(0)
		if yes {
			want = bit
		}
		switch {
		case !yes && !no, t.mask&bit != 0 && t.want&bit != want && yes != no:
			clear(t.static)
		case yes != no:
			t.mask |= bit
			t.want |= want
		}
	}
	c.tests = append(c.tests, t)
	return int32(len(c.tests) - 1)
}
