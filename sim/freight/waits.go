package freight

type heldWait struct{}
