package scenarios

import "strings"

// Diff lists the lines of two texts in order: those of both after two blanks,
// those only in the first after `- `, those only in the second after `+ `. The
// lines kept are a longest common sequence. Equal texts give nothing.
func Diff(a, b []byte) []string {
	x, y := strings.Split(strings.TrimSuffix(string(a), "\n"), "\n"), strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	if head == len(x) && head == len(y) {
		return nil
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	var out []string
	keep := func(lines []string) {
		for _, l := range lines {
			out = append(out, "  "+l)
		}
	}
	keep(x[:head])
	out = append(out, between(x[head:len(x)-tail], y[head:len(y)-tail])...)
	keep(x[len(x)-tail:])
	return out
}

// mostTable bounds the table of between: beyond it, all lines count as changed.
const mostTable = 25_000_000

func between(x, y []string) (out []string) {
	if len(x)*len(y) > mostTable {
		for _, l := range x {
			out = append(out, "- "+l)
		}
		for _, l := range y {
			out = append(out, "+ "+l)
		}
		return out
	}
	// common[i][j] is the length of the longest common sequence of x[i:] and y[j:].
	common := make([][]int32, len(x)+1)
	for i := range common {
		common[i] = make([]int32, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			out = append(out, "  "+x[i])
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && common[i+1][j] >= common[i][j+1]:
			out = append(out, "- "+x[i])
			i++
		default:
			out = append(out, "+ "+y[j])
			j++
		}
	}
	return out
}
