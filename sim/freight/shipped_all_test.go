//go:build shipped

package freight

const allShipped = true
