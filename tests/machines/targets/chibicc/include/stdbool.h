/* For chibicc where its package brings no headers of its own. */
#ifndef CHIBICC_STDBOOL_H
#define CHIBICC_STDBOOL_H

#define bool _Bool
#define true 1
#define false 0

#endif
