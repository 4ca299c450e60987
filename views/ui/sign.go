package ui

import "strconv"

var signSteps = []string{"sign_in.step_pay", "sign_in.step_demand", "sign_in.step_deliver", "sign_in.step_accept", "sign_in.step_settle"}

func flowX(n int) string { return strconv.Itoa(32 + 94*n) }

func flowY(row int) string { return strconv.Itoa(52 + 50*row) }
