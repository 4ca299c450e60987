package market

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesAndContactsAreMasked(t *testing.T) {
	t.Parallel()
	require.Equal(t, "138****4021", MaskPhone("13800134021"))
	require.Equal(t, "***", MaskPhone("110"))
	require.Equal(t, "it***@beiling.example", MaskEmail("it.purchase@beiling.example"))
	require.Equal(t, "林***@a.example", MaskEmail("林@a.example"))
	require.Equal(t, "北***司", MaskName("北岭装备制造有限公司"))
	require.Equal(t, "李***", MaskName("李明"))
	require.Empty(t, MaskName(""))
}
