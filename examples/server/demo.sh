# Anna and Ben chat. Then the server is stopped.
coproc server --timeout 5000 chat
exec 5<&"${COPROC[0]}"
read -r line <&5
echo "$line"
exec 3<>"/dev/tcp/127.0.0.1/${line##* }" 4<>"/dev/tcp/127.0.0.1/${line##* }"
echo "Ben is here" >&4
read -r line <&3
echo "Anna reads: $line"
echo "hello, Ben" >&3
read -r line <&4
echo "Ben reads: $line"
kill "$COPROC_PID"
cat <&5
